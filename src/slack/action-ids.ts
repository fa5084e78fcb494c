/** Every id by which Slack names our buttons, inputs and modals, shared by renderers and listeners. */

export const ACTION = {
  acknowledge: "alert_acknowledge",
  unacknowledge: "alert_unacknowledge",
  resolve: "alert_resolve",
  alertDetails: "alert_details",
  /** A plain link; Slack reports the press all the same, and it must be acknowledged. */
  openInAdobe: "open_in_adobe",
  /** On a card. */
  retryRun: "alert_retry_run",
  /** In the answer to a command, which the outcome takes the place of. */
  retryAskedRun: "asked_retry_run",
  testConnection: "alert_test_connection",
  runDetails: "run_details",
  flowStatus: "flow_status",
  previousPage: "runs_previous_page",
  nextPage: "runs_next_page",
  resolveNote: "resolve_note",
} as const;

export const BLOCK = {
  alertButtons: "alert_buttons",
  runButtons: "run_buttons",
  retryButtons: "retry_buttons",
  detailsButtons: "details_buttons",
  pageButtons: "page_buttons",
  resolveNote: "resolve_note",
} as const;

export const CALLBACK = {
  resolveAlert: "resolve_alert",
  details: "details",
  loading: "loading",
  gone: "gone",
} as const;

/** Slack asks for new block ids in each update of a message. */
export function revisedBlockId(blockId: string, revision: number): string {
  return `${blockId}_${revision}`;
}
