/** ADR-0006: a card that may be history waits no longer, whatever becomes of the reading. */
export const HOLD_MS = 15 * 60_000;

/** ADR-0006: what failed longer ago and is resolved by now is history. */
export const NEWS_FOR_MS = 3_600_000;
