import type { JsonObject, Person } from "../../contract.ts";

export interface Press {
  readonly blockId: string;
  readonly actionId: string;
  readonly option?: string;
}

/** What a reader has opened, turned or sorted. It outlives the redrawing of a message. */
export interface ReadingState {
  readonly unfolded: Set<string>;
  readonly collapsed: Map<string, boolean>;
  readonly tables: Map<string, TableState>;
}

export interface TableState {
  readonly page: number;
  readonly sort?: { readonly column: number; readonly descending: boolean };
}

export interface DrawContext {
  readonly people: readonly Person[];
  readonly me: string;
  readonly botName: string;
  readonly channel: { readonly id: string; readonly name: string };
  /** Names the message or view within `reading` and among the keys of focus. */
  readonly key: string;
  readonly reading: ReadingState;
  /** Long texts are folded in messages, not in modals. */
  readonly folds: boolean;
  /** Resolves when the app has answered; never rejects. */
  readonly press: (press: Press) => Promise<void>;
  /** Asks the person with a Block Kit confirm object. */
  readonly confirm: (dialog: JsonObject) => Promise<boolean>;
  /** For blocks that hold blocks. */
  readonly drawBlock: (block: JsonObject, context: DrawContext) => Node;
}

export function createReadingState(): ReadingState {
  return { unfolded: new Set(), collapsed: new Map(), tables: new Map() };
}
