import { el, icon } from "../draw/element.ts";

const SHOWN_MS = 8_000;

/** One sentence at the bottom of the page; it goes by itself, or when it is dismissed. */
export function createToast(place: HTMLElement): (sentence: string) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (sentence) => {
    clearTimeout(timer);
    const dismiss = el(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Dismiss" },
      icon("close"),
    );
    const clear = (): void => {
      place.replaceChildren();
    };
    dismiss.addEventListener("click", clear);
    place.replaceChildren(el("div", { class: "toast" }, el("span", {}, sentence), dismiss));
    timer = setTimeout(clear, SHOWN_MS);
  };
}

/** What a screen reader says. Each sentence is an element of its own, so that equal ones are said again. */
export function createAnnouncer(place: HTMLElement): (sentence: string) => void {
  return (sentence) => {
    place.append(el("p", {}, sentence));
    while (place.childElementCount > 5) place.firstElementChild?.remove();
  };
}
