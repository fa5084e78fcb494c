/** What goes wrong on Slack's side. Each may be set alone or with others. */
export interface Faults {
  /** The socket is destroyed before the request is read: surely nothing was posted. */
  readonly down: boolean;
  /** 429 with this Retry-After, in seconds. */
  readonly rateLimited: number | false;
  /** Every answer comes this much later. */
  readonly slowMs: number;
  /** Accepted and stored, and then the socket is destroyed before the answer. */
  readonly loseReplies: boolean;
  readonly status500: boolean;
  /** Status 200 with a page of HTML. */
  readonly html200: boolean;
  /** `table`, `data_table` and `container` are `invalid_blocks`, as in a workspace that does not have them yet. */
  readonly refuseNewBlocks: boolean;
  /** Any block at all is `invalid_blocks`. */
  readonly refuseBlocks: boolean;
  /** `ok: false` with this error. */
  readonly error?: string | undefined;
  /** The faults touch only these methods; `response_url` is one of them. Absent: all. */
  readonly methods?: readonly string[] | undefined;
}

const NO_FAULTS: Faults = {
  down: false,
  rateLimited: false,
  slowMs: 0,
  loseReplies: false,
  status500: false,
  html200: false,
  refuseNewBlocks: false,
  refuseBlocks: false,
};

export interface FaultSwitches {
  readonly all: () => Faults;
  /** None where the method is not among those touched. */
  of(method: string): Faults;
  readonly set: (faults: Partial<Faults>) => void;
}

export function createFaultSwitches(changed: () => void): FaultSwitches {
  let faults = NO_FAULTS;
  return {
    all: () => faults,
    of: (method) => (faults.methods?.includes(method) === false ? NO_FAULTS : faults),
    set: (partial) => {
      faults = { ...faults, ...partial };
      changed();
    },
  };
}
