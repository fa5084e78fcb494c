import { toListedRun } from "../receive/wire/listed-run.ts";
import { createGapFiller, type GapFiller } from "../usecases/fill-gap.ts";
import { createRunRecorder } from "../usecases/record-runs.ts";
import type { OperatorNotices } from "../usecases/tell-operator.ts";
import type { Changes } from "./adobe-apis.ts";
import type { Ground } from "./ground.ts";

/** What the journal lost is asked of Flow Service, and the operator is told what came of it. */
export function gapFiller(
  { apis }: Pick<Ground, "apis">,
  {
    changes,
    notices,
    after,
  }: {
    readonly changes: Changes;
    readonly notices: OperatorNotices;
    readonly after: { filled(): void };
  },
): GapFiller {
  return createGapFiller({
    ...changes,
    logger: changes.logger.child({ part: "gap" }),
    read: apis?.runs,
    toRun: toListedRun,
    record: createRunRecorder(changes),
    onRecorded: () => changes.onRecorded([]),
    onStarted: (gap) => notices.tell({ kind: "journal_gap", ...gap, fill: { kind: "under_way" } }),
    onFilled(gap, fill) {
      after.filled();
      return notices.update({ kind: "journal_gap", ...gap, fill });
    },
  });
}
