import type { JsonObject } from "../../contract.ts";
import type { DrawContext } from "../draw/draw-context.ts";
import { el, freshId, icon } from "../draw/element.ts";
import { drawTextAt } from "../draw/text-object.ts";
import { objectAt, objectsAt, stringAt } from "../text/block-json.ts";
import { moveInList } from "./move-in-list.ts";

interface Overflow {
  readonly element: JsonObject;
  readonly blockId: string;
  readonly context: DrawContext;
}

/** The "…" menu. */
export function drawOverflow(element: JsonObject, blockId: string, context: DrawContext): Node {
  const id = freshId("menu");
  const opener = el(
    "button",
    {
      type: "button",
      class: "button plain overflow-opener",
      "aria-label": stringAt(element, "accessibility_label") || "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-controls": id,
      "data-focus": `${context.key}/${blockId}/${stringAt(element, "action_id")}`,
    },
    icon("more"),
  );
  const menu = el("div", { class: "menu", id, role: "menu", hidden: true });
  const box = el("span", { class: "overflow" }, opener, menu);
  const close = (focusOpener: boolean): void => {
    menu.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    if (focusOpener) opener.focus();
  };
  for (const item of menuItems({ element, blockId, context })) {
    item.addEventListener("click", () => {
      close(true);
    });
    menu.append(item);
  }
  opener.addEventListener("click", () => {
    if (!menu.hidden) {
      close(true);
      return;
    }
    menu.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    placeMenu(box, menu);
    menu.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  });
  box.addEventListener("keydown", (event) => {
    if (menu.hidden) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      close(true);
    } else moveInList(event, [...menu.querySelectorAll<HTMLElement>("[role=menuitem]")]);
  });
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && box.contains(relatedTarget))) close(false);
  });
  return box;
}

/** Upwards and to the left where there is no room below or to the right. */
function placeMenu(box: HTMLElement, menu: HTMLElement): void {
  const { bottom, left } = box.getBoundingClientRect();
  const frame = box.closest(".scroller, .dialog-body")?.getBoundingClientRect();
  menu.classList.toggle("above", bottom + menu.offsetHeight + 8 > (frame?.bottom ?? innerHeight));
  menu.classList.toggle("leftwards", left + menu.offsetWidth + 8 > (frame?.right ?? innerWidth));
}

function menuItems({ element, blockId, context }: Overflow): readonly HTMLElement[] {
  const actionId = stringAt(element, "action_id");
  return objectsAt(element, "options").map((option) => {
    const url = URL.parse(stringAt(option, "url"));
    const shared = { class: "menu-item", role: "menuitem", tabindex: -1 };
    const label = drawTextAt(option, "text", context);
    const item =
      url !== null && /^https?:$/.test(url.protocol)
        ? el(
            "a",
            { ...shared, href: url.href, target: "_blank", rel: "noopener noreferrer" },
            label,
          )
        : el("button", { ...shared, type: "button" }, label);
    item.addEventListener("click", () => {
      void choose(stringAt(option, "value"));
    });
    return item;
  });
  async function choose(value: string): Promise<void> {
    const question = objectAt(element, "confirm");
    if (question !== undefined && !(await context.confirm(question))) return;
    await context.press({ blockId, actionId, option: value });
  }
}
