import type { ColumnType } from "kysely";

/** Instants are epoch milliseconds. JSON stands as text; what is queried has a column of its own. */
export interface Database {
  notifications: {
    notification_id: string;
    received_at: number;
    source: string;
    event_code: string | null;
    kind: string;
    /** What a notification looked like that was not understood. */
    form: string | null;
    run_id: string | null;
    body: string;
  };
  /** A version of the product that has read all that was not understood again. */
  readings: {
    version: string;
    read_at: number;
  };
  flows: {
    flow_id: string;
    name: string | null;
    /** The name in lower case, for searching. */
    name_folded: string | null;
    named_at: number;
    sandbox_name: string | null;
    ims_org_id: string | null;
    source_type: string | null;
    source_name: string | null;
    dataset_name: string | null;
    /** When Adobe's APIs last told all of a flow's names. */
    looked_up_at: number | null;
  };
  runs: {
    run_id: string;
    flow_id: string;
    status: string;
    ordered_at: number;
    ended_at: number;
    outcome: string;
    records_in: number | null;
    cause_code: string | null;
    alert_id: string | null;
    data: string;
  };
  alerts: {
    alert_id: string;
    number: number;
    flow_id: string;
    kind: string;
    cause_code: string;
    state: string;
    latest_run_id: string;
    failure_count: number;
    first_failed_at: number;
    last_failed_at: number;
    revision: number;
    acknowledgement: string | null;
    /** Of an alert that recovered: the run that ended it. */
    recovered_by: string | null;
    resolution: string | null;
  };
  deliveries: {
    delivery_id: string;
    alert_id: string;
    channel: string;
    /** 0 is the card, the lines follow from 1. */
    seq: number;
    line: string | null;
    wanted_revision: number;
    confirmed_revision: number;
    ts: string | null;
    status: "waiting" | "said" | "refused";
    due_at: number;
    lease_by: string | null;
    lease_until: number;
    attempt: number;
    attempted_revision: number;
    attempted_at: number | null;
    /** 0/1 on both engines. */
    uncertain: ColumnType<number, number | undefined, number>;
    error: string | null;
    /** 0/1: waits for the end of catching up (ADR-0006). */
    held: ColumnType<number, number | undefined, number>;
  };
  journal_places: {
    /** The journal's own address. */
    journal: string;
    next: string;
    complete_at: number | null;
    silence: string | null;
  };
  /** One of each run that somebody asked Adobe to run again. */
  retries: {
    run_id: string;
    state: string;
    attempt: number;
    requested_by: string;
    requested_at: number;
    stands_after: number;
    settled_at: number | null;
    new_run_id: string | null;
    reason: string | null;
  };
}
