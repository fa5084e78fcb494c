/** How much one run's lookup may take at the most, whatever Adobe answers. */
export interface Budget {
  /** `false`: no further call. */
  call(): boolean;
  /** Room that is left for rows. */
  readonly bytes: number;
  readonly lines: number;
  spend(read: { readonly bytes: number; readonly lines: number }): void;
}

const CALLS = 40;
const BYTES = 4 * 1024 * 1024;
const LINES = 20_000;

export function createBudget(): Budget {
  let calls = CALLS;
  let bytes = BYTES;
  let lines = LINES;
  return {
    call() {
      calls -= 1;
      return calls >= 0;
    },
    get bytes() {
      return bytes;
    },
    get lines() {
      return lines;
    },
    spend(read) {
      bytes -= read.bytes;
      lines -= read.lines;
    },
  };
}
