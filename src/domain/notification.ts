import { z } from "zod";
import type { FlowRun } from "./flow-run.ts";
import type { NotificationId } from "./ids.ts";
import type { MetricAlert } from "./metric-alert.ts";

/** Which way it came. */
export const NotificationSource = z.enum(["webhook", "journal"]);
export type NotificationSource = z.infer<typeof NotificationSource>;

/** One message that Adobe delivered, verified and addressed to us, before it is recorded. */
export interface Notification {
  readonly notificationId: NotificationId;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly source: NotificationSource;
  /** Adobe's event code, where stated. Only kept: the body decides what the notification is. */
  readonly eventCode?: string;
  readonly content: NotificationContent;
  /** The notification's own JSON text, whole. */
  readonly body: string;
}

/** The form that came before flow runs: one step of loading one batch into one dataset. */
export interface Ingestion {
  readonly ingestionId: string;
  readonly datasetId?: string | undefined;
  /** `ing_load_success`, `ing_load_failure` and the like; it states the step and how it ended. */
  readonly eventCode?: string | undefined;
  readonly status: "success" | "failed" | "unknown";
  readonly imsOrgId?: string | undefined;
  readonly sandboxName?: string | undefined;
  readonly completedAt?: number | undefined;
}

/** Somebody changed something in Experience Platform. */
export interface AuditRecord {
  readonly action: string;
  readonly assetType: string;
  readonly assetName?: string | undefined;
}

/** `not_understood`: genuine, but of a kind that this version cannot read; `form` is a short label of what it looks like. */
export type NotificationContent =
  | { readonly kind: "flow_run"; readonly run: FlowRun }
  | { readonly kind: "metric_alert"; readonly alert: MetricAlert }
  | { readonly kind: "ingestion"; readonly ingestion: Ingestion }
  | ({ readonly kind: "audit" } & AuditRecord)
  | { readonly kind: "not_understood"; readonly form: string };
