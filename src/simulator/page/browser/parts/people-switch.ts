import type { Snapshot } from "../../contract.ts";
import { el, need } from "../draw/element.ts";
import { personAvatar } from "./avatar.ts";
import { createKeyedList } from "./keyed-list.ts";

/** Who sits at the screen: radio buttons in the top bar. */
export function createPeopleSwitch(choose: (person: string) => void): (snapshot: Snapshot) => void {
  const update = createKeyedList(need("people"));
  return ({ people, me }) => {
    update(
      people.map((person) => ({
        key: person.id,
        signature: JSON.stringify([person, person.id === me.id]),
        draw: () => {
          const input = el("input", {
            type: "radio",
            name: "person",
            value: person.id,
            "data-focus": `person/${person.id}`,
          });
          input.checked = person.id === me.id;
          input.addEventListener("change", () => {
            choose(person.id);
          });
          return el(
            "label",
            { class: "person" },
            input,
            personAvatar(person.id, people),
            el("span", { class: "person-name" }, person.name),
          );
        },
      })),
    );
  };
}
