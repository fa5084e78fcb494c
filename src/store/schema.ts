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
    dataset_id: string | null;
    tolerated_percent: number | null;
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
  /** What Adobe's diagnostics say of a run: a `RunDiagnostics`. */
  run_diagnostics: {
    run_id: string;
    learned_at: number;
    data: string;
  };
  alerts: {
    alert_id: string;
    number: number;
    /** Empty where one of Adobe's rules concerns no flow. */
    flow_id: string;
    kind: string;
    /** Of an alert on one of Adobe's rules: the series. */
    cause_code: string;
    state: string;
    /** Of an alert on one of Adobe's rules: the run that Adobe names, or empty. */
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
    subject_kind: ColumnType<"alert" | "notice", "alert" | "notice" | undefined>;
    /** The alert's or the notice's id. */
    subject_id: string;
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
    /** When the first attempt was made that may have succeeded without our knowing. */
    uncertain_since: number | null;
    error: string | null;
    /** 0/1: waits for the end of catching up (ADR-0006). */
    held: ColumnType<number, number | undefined, number>;
  };
  notices: {
    notice_id: string;
    /** What it is said about, once. */
    occasion: string;
    kind: string;
    created_at: number;
    revision: number;
    data: string;
  };
  /** Days, UTC, of which Flow Service's runs were read whole. */
  imported_days: {
    sandbox: string;
    day: number;
    read_at: number;
  };
  /** Spans of which the journal kept nothing and Flow Service is still to be asked. */
  gaps: {
    until_at: number;
    from_at: number | null;
  };
  /** What Adobe said of its own alert rules. */
  metric_reports: {
    series: string;
    state: string;
    at: number;
    kind: string;
    flow_id: string | null;
    run_id: string | null;
    alert_id: string | null;
    data: string;
  };
  run_predecessors: {
    run_id: string;
    predecessor_id: string;
  };
  /** Runs that the thread of another run's alert tells of. */
  told_downstream: {
    run_id: string;
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
