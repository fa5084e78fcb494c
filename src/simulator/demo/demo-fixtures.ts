import type { FixtureContext, FixtureSource, MadeFixture } from "../page/page-options.ts";
import { alertFixtures } from "./demo-alerts.ts";
import { asNewRun, asObject, asPublished, type RunChange } from "./demo-runs.ts";
import { FAMILY_FIXTURES } from "./family-fixtures.ts";

export const SFTP = "flow-run-failure-sftp-timeout";
export const GOOD = "flow-run-success-zero-records";

const PROFILE = "flow-run-profile-failure";

export const SALES_FLOW = {
  id: "dbc5c132-bc2a-4625-85c1-32bc2a262558",
  name: "Dataflow - wx_medallia_export_combined.csv",
};
export const CRM_FLOW = {
  id: "3f1c7b52-8d0e-4b5a-9a34-0c6f2f5f6f11",
  name: "Nightly CRM import",
};
export const LOYALTY_FLOW = {
  id: "a07d9e4c-51b2-4c0b-8a55-8c1a0f6d7b21",
  name: "Loyalty members to Profile",
};
export const GAP_FLOW = {
  id: "77aa0000-0000-4000-8000-0000000000a1",
  name: "Returns, every morning",
};
/** Longer ago than the journal was last read to its end. */
const LOST_SINCE_MS = 3 * 60_000;
const PROFILE_FLOW = {
  id: "c4e1a7d2-3b5f-4e6a-8c9d-2f1e0d3c4b5a",
  name: "Datalake to Profile",
};
const HOSTILE_FLOW = {
  id: "b0bad000-0000-4000-8000-00000000bad0",
  name: "<!channel> *Bold* `tick` <https://evil.example|click> \u202Eesrever <@U0DANA> & co",
};

export const NO_FILES = {
  code: "133",
  message:
    "We are unable to locate any files uploaded for this batch. Please upload files to ingest.",
};

/** A moment ago: Adobe's notifications come a little after the end of the run. */
const JUST_NOW_MS = 4_000;

type Change = Omit<RunChange, "endedAt">;

function newRun(name: string, change: Change): (context: FixtureContext) => MadeFixture {
  return (context) =>
    asNewRun(name, { context, change: { ...change, endedAt: context.now - JUST_NOW_MS } });
}

/** What the panel's buttons send. */
export function demoFixtures(): readonly FixtureSource[] {
  let last: MadeFixture | undefined;
  const failed = (name: string, change: Change): FixtureSource["make"] => {
    const make = newRun(name, change);
    return (context) => {
      last = make(context);
      return last;
    };
  };
  const sftp = failed(SFTP, { flow: SALES_FLOW });
  return [
    {
      id: "sftp_timeout",
      label: "SFTP time-out",
      hint: "Adobe's sample of a failed copy, as a new run. Press again: the counter goes up.",
      make: sftp,
    },
    {
      id: "same_again",
      label: "Same again ×50",
      hint: "The last failure, the very same run, fifty times over: nothing changes.",
      times: 50,
      make: (context) => last ?? sftp(context),
    },
    {
      id: "success_again",
      label: "Success again",
      hint: "The SFTP flow's next run is good: its alert recovers by itself.",
      make: newRun(GOOD, { flow: SALES_FLOW, records: { in: 48_210, out: 48_210 } }),
    },
    {
      id: "no_files",
      label: "No files arrived",
      hint: "Another flow fails for another reason.",
      make: failed(SFTP, { flow: CRM_FLOW, nestedError: NO_FILES, hasBatch: true }),
    },
    {
      id: "partly",
      label: "Success with errors",
      hint: "Adobe calls it a success, but 30 of 100 records were not ingested; its diagnostics say why.",
      make: failed(GOOD, PARTLY),
    },
    {
      id: "no_data",
      label: "Success without data",
      hint: "The SFTP flow runs well and brings nothing, as it never did before.",
      make: failed(GOOD, { flow: SALES_FLOW }),
    },
    {
      id: "unknown_code",
      label: "Unknown error code",
      hint: "No explanation is known: the card says so and quotes Adobe.",
      make: failed(SFTP, { flow: LOYALTY_FLOW, nestedError: UNEXPLAINED, hasBatch: true }),
    },
    downstream((context) => last ?? sftp(context)),
    ...alertFixtures({ late: LOYALTY_FLOW.id, erring: CRM_FLOW.id }),
    ...UNREPEATED,
    ...FAMILY_FIXTURES.map((fixture) => ({ ...fixture, group: "kinds" as const })),
  ];
}

const PARTLY: Change = {
  flow: LOYALTY_FLOW,
  records: { in: 100, out: 70, failed: 30 },
  hasBatch: true,
};
function downstream(source: FixtureSource["make"]): FixtureSource {
  return {
    id: "downstream",
    label: "Downstream, too",
    hint: "A run of Profile on the last failure's data fails: told in that card's thread.",
    make: (context) => {
      const predecessor = asObject(source(context).body)["id"];
      return newRun(PROFILE, {
        flow: PROFILE_FLOW,
        nestedError: NO_FILES,
        ...(typeof predecessor === "string" ? { predecessor } : {}),
      })(context);
    },
  };
}

const UNEXPLAINED = { code: "DCVS-9999-400", message: "The record could not be validated." };

/** What "Same again" does not repeat. */
const UNREPEATED: readonly FixtureSource[] = [
  {
    id: "hostile",
    label: "Hostile name",
    hint: "A flow name that tries to mention everybody and to hide a link.",
    make: newRun(SFTP, { flow: HOSTILE_FLOW }),
  },
  {
    id: "seed_failure",
    label: "Sample as published",
    hint: "Adobe's older form, of 2020, with no name in it: the name comes a moment later. A second press is a repetition.",
    make: asPublished("flow-run-failure-pipeline", "3d2b6c1a-7f0e-4a5b-9c8d-1e2f3a4b5c6d"),
  },
  {
    id: "started",
    label: "A run starts",
    hint: "Nothing is told; /flowrun status shows it running.",
    make: newRun("flow-run-started", { flow: LOYALTY_FLOW }),
  },
  {
    id: "lost_in_gap",
    label: "Lost in a journal gap",
    hint: "A failure that neither webhook nor journal tells of. Flowrun notices the gap within seconds, and asks Flow Service.",
    way: "lost",
    make: (context) =>
      asNewRun(SFTP, {
        context,
        change: { flow: GAP_FLOW, nestedError: NO_FILES, endedAt: context.now - LOST_SINCE_MS },
      }),
  },
  {
    id: "not_understood",
    label: "Not understood",
    hint: "A kind of notification that this version cannot read: kept, and told once a day.",
    make: asPublished("cloudevents-other-provider", "7b1d3f5a-2c4e-4b6d-8f0a-9c8e7d6b5a43"),
  },
];
