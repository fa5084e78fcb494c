import { need } from "../draw/element.ts";

export type Tab = "channel" | "panel";

export interface Tabs {
  readonly show: (tab: Tab) => void;
}

/** On a phone the channel and the panel take turns; the style sheet shows both where there is room. */
export function createTabs(): Tabs {
  const tabs: readonly Tab[] = ["channel", "panel"];
  const show = (chosen: Tab): void => {
    document.body.dataset["tab"] = chosen;
    for (const tab of tabs) {
      need(`tab-${tab}`).setAttribute("aria-pressed", String(tab === chosen));
    }
  };
  for (const tab of tabs) {
    need(`tab-${tab}`).addEventListener("click", () => {
      show(tab);
    });
  }
  return { show };
}
