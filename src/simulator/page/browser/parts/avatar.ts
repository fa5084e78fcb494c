import type { Person } from "../../contract.ts";
import { el } from "../draw/element.ts";

const HUES = 5;

function botAvatar(): HTMLElement {
  return el("img", { class: "avatar", src: "/assets/icons/flowrun.svg", alt: "" });
}

/** The colour follows from the id, so that a person looks the same everywhere. */
export function personAvatar(id: string, people: readonly Person[]): HTMLElement {
  const person = people.find((one) => one.id === id);
  const hue = Array.from(id, (one) => one.codePointAt(0) ?? 0).reduce((a, b) => a + b, 0) % HUES;
  return el(
    "span",
    { class: `avatar initials hue-${hue}`, "aria-hidden": "true" },
    person?.initials ?? "?",
  );
}

export function avatarOf(from: string, people: readonly Person[]): HTMLElement {
  return from === "bot" ? botAvatar() : personAvatar(from, people);
}

export interface Names {
  readonly people: readonly Person[];
  readonly bot: { readonly name: string };
}

export function nameOf(from: string, { people, bot }: Names): string {
  return from === "bot" ? bot.name : (people.find(({ id }) => id === from)?.name ?? from);
}
