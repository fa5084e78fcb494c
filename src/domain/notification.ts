import type { FlowRun } from "./flow-run.ts";
import type { NotificationId } from "./ids.ts";

/** One message that Adobe delivered, verified and addressed to us, before it is recorded. */
export interface Notification {
  readonly notificationId: NotificationId;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly source: "webhook" | "journal";
  /** Adobe's event code, where stated. Only kept: the body decides what the notification is. */
  readonly eventCode?: string;
  readonly content: NotificationContent;
  /** The notification's own JSON text, whole. */
  readonly body: string;
}

/** `not_understood`: genuine, but of a kind that this version cannot read; `form` is a short label of what it looks like. */
export type NotificationContent =
  | { readonly kind: "flow_run"; readonly run: FlowRun }
  | { readonly kind: "not_understood"; readonly form: string };
