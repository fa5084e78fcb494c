/** What Adobe's I/O Events says of the event registration. What is absent, Adobe did not say. */
export interface RegistrationState {
  readonly name?: string;
  readonly enabled?: boolean;
  /** `unknown`: a word that Adobe publishes no meaning of, kept in `statusText`. */
  readonly webhookStatus: "verified" | "unreachable" | "unstable" | "disabled" | "unknown";
  /** Adobe's own word. */
  readonly statusText?: string;
  /** `webhook`, `webhook_batch`, `journal` or `aws_eventbridge`. */
  readonly deliveryType?: string;
  /** `adobe_io` or `cloud_events`, of the first event that states one. */
  readonly deliveryFormat?: string;
}

/** Whether Adobe delivers: `undefined` where it does not say so clearly. */
export function deliveryOf(
  state: RegistrationState,
): "active" | "unstable" | "disabled" | undefined {
  if (state.enabled === false) return "disabled";
  switch (state.webhookStatus) {
    case "disabled":
    case "unstable":
      return state.webhookStatus;
    case "verified":
      return "active";
    case "unreachable":
    case "unknown":
      return undefined;
  }
}
