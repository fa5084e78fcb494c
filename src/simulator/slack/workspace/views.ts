import { randomBytes } from "node:crypto";
import type { Changes } from "../../changes.ts";
import type { JsonObject } from "../../page/contract.ts";
import { textOf, toObjects, toText } from "../json.ts";
import { fillIds } from "./fill-ids.ts";
import type { StoredView } from "./stored.ts";

export interface Views {
  /** The one on top of this person's stack. */
  readonly top: (userId: string) => StoredView | undefined;
  depth(userId: string): number;
  find(id: string): StoredView | undefined;
  findByExternalId(externalId: string): StoredView | undefined;
  /** On top of what this person has open. `definition` is a view as the app sends it, already judged. */
  push(userId: string, definition: JsonObject): StoredView;
  update(view: StoredView, definition: JsonObject): StoredView;
  showErrors(view: StoredView, errors: Readonly<Record<string, string>>): StoredView;
  pop(userId: string): void;
  clear(userId: string): void;
}

/** Each person's stack of modals. Judges nothing: the methods do. */
export function createViews(changes: Changes): Views {
  const stacks = new Map<string, readonly StoredView[]>();
  const stackOf = (userId: string): readonly StoredView[] => stacks.get(userId) ?? [];
  const all = (): readonly StoredView[] => [...stacks.values()].flat();

  const setStack = (userId: string, stack: readonly StoredView[]): void => {
    stacks.set(userId, stack);
    changes.touch();
  };
  const replace = (view: StoredView): StoredView => {
    setStack(
      view.userId,
      stackOf(view.userId).map((other) => (other.id === view.id ? view : other)),
    );
    return view;
  };

  return {
    top: (userId) => stackOf(userId).at(-1),
    depth: (userId) => stackOf(userId).length,
    find: (id) => all().find((view) => view.id === id),
    findByExternalId: (externalId) => all().find((view) => view.externalId === externalId),
    push: (userId, definition) => {
      const stack = stackOf(userId);
      const id = `V${randomBytes(6).toString("hex").toUpperCase()}`;
      const previous = stack.at(-1);
      const view: StoredView = {
        ...fromDefinition(definition),
        id,
        userId,
        rootViewId: stack[0]?.id ?? id,
        ...(previous === undefined ? {} : { previousViewId: previous.id }),
      };
      setStack(userId, [...stack, view]);
      return view;
    },
    update: (view, definition) => {
      const { submit: _submit, ...kept } = view;
      return replace({ ...kept, ...fromDefinition(definition) });
    },
    showErrors: (view, errors) => replace({ ...view, errors }),
    pop: (userId) => setStack(userId, stackOf(userId).slice(0, -1)),
    clear: (userId) => setStack(userId, []),
  };
}

type Defined = Omit<StoredView, "id" | "userId" | "rootViewId" | "previousViewId">;

function fromDefinition(definition: JsonObject): Defined {
  const submit = textOf(definition["submit"]);
  return {
    hash: `${Date.now()}.${randomBytes(4).toString("hex")}`,
    title: textOf(definition["title"]),
    ...(submit === "" ? {} : { submit }),
    close: textOf(definition["close"]) || "Cancel",
    callbackId: toText(definition["callback_id"]),
    externalId: toText(definition["external_id"]),
    privateMetadata: toText(definition["private_metadata"]),
    blocks: fillIds(toObjects(definition["blocks"])),
    notifyOnClose: definition["notify_on_close"] === true,
    clearOnClose: definition["clear_on_close"] === true,
    errors: {},
  };
}
