import type { PageFault, PageFixture, Snapshot } from "../../contract.ts";
import type { Act } from "../act.ts";
import { el, icon, need } from "../draw/element.ts";
import { createKeyedList } from "./keyed-list.ts";
import { createPanelLog } from "./panel-log.ts";

export interface PanelOptions {
  readonly act: Act;
  /** On a phone the channel hides behind the panel; what was sent is to be seen. */
  readonly showChannel: () => void;
}

export function createPanel({ act, showChannel }: PanelOptions): (snapshot: Snapshot) => void {
  const fixtures = createKeyedList(need("fixtures"));
  const kinds = createKeyedList(need("kinds"));
  const faults = createKeyedList(need("faults"));
  const log = createPanelLog(need("log"));
  let started = false;
  const send = ({ id, times = 1 }: PageFixture): void => {
    started = true;
    showChannel();
    void act({ kind: "send_fixture", fixture: id, times });
  };
  return (snapshot) => {
    const first = snapshot.fixtures[0];
    need("intro-channel").textContent = `#${snapshot.channel.name}`;
    need("intro-first").textContent = first?.label ?? "the first button";
    const entries = snapshot.fixtures.map((fixture) => {
      const suggested = fixture === first && !started;
      return {
        group: fixture.group,
        key: fixture.id,
        signature: JSON.stringify([fixture, suggested]),
        draw: () => drawFixture(fixture, suggested, send),
      };
    });
    fixtures(entries.filter(({ group }) => group === undefined));
    const ofKinds = entries.filter(({ group }) => group === "kinds");
    kinds(ofKinds);
    need("kinds-fold").hidden = ofKinds.length === 0;
    faults(
      snapshot.faults.map((fault) => ({
        key: fault.id,
        signature: JSON.stringify(fault),
        draw: () => drawFault(fault, act),
      })),
    );
    log(snapshot.log);
  };
}

function drawFixture(
  fixture: PageFixture,
  suggested: boolean,
  send: (fixture: PageFixture) => void,
): HTMLElement {
  const { id, label, hint } = fixture;
  const button = el(
    "button",
    { type: "button", class: "fixture-button", "data-focus": `fixture/${id}` },
    el(
      "span",
      { class: "fixture-label" },
      label,
      suggested ? el("span", { class: "start-tag" }, "Start here") : undefined,
    ),
    el("span", { class: "muted" }, hint),
  );
  button.addEventListener("click", () => {
    send(fixture);
  });
  return el("li", { class: `fixture${suggested ? " suggested" : ""}`, tabindex: -1 }, button);
}

function drawFault({ id, label, hint, on }: PageFault, act: Act): HTMLElement {
  const hintId = `fault-${id}-hint`;
  const button = el(
    "button",
    {
      type: "button",
      class: "switch",
      role: "switch",
      "aria-checked": on,
      "aria-describedby": hintId,
      "data-focus": `fault/${id}`,
    },
    el("span", { class: "switch-label" }, label),
    el("span", { class: "switch-state", "aria-hidden": "true" }, on ? "on" : "off"),
    el("span", { class: "switch-track", "aria-hidden": "true" }, icon(on ? "check" : "close")),
  );
  button.setAttribute("aria-checked", String(on));
  button.addEventListener("click", () => {
    void act({ kind: "set_fault", fault: id, on: !on });
  });
  return el(
    "li",
    { class: "fault", tabindex: -1 },
    button,
    el("p", { class: "muted", id: hintId }, hint),
  );
}
