/** What is known of a payload besides itself. */
export interface ReadContext {
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** The event code as the signed body states it; the header is not signed. */
  readonly statedCode?: string | undefined;
}
