import type { ImportProgress } from "../usecases/import-history.ts";

/** Where progress is written: a terminal, or a file or pipe. */
export interface Screen {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export interface ProgressView {
  show(progress: ImportProgress): void;
  /** Ends the line that is under way. */
  end(): void;
}

const BAR = 24;
const CLEAR_LINE = "\r\u001B[2K";

/** A bar that is drawn over again on a terminal, one plain line for each day elsewhere. */
export function createProgressView(screen: Screen): ProgressView {
  return screen.isTTY === true ? barOn(screen) : linesOn(screen);
}

function barOn(screen: Screen): ProgressView {
  let isDrawn = false;
  return {
    show(progress) {
      // Some terminals say 0. The last column is left free: a line that fills it would wrap.
      const columns = screen.columns ?? 0;
      const room = Math.max((columns > 0 ? columns : 80) - 1, 19);
      screen.write(`${CLEAR_LINE}${barText(progress).slice(0, room)}`);
      isDrawn = true;
    },
    end() {
      if (isDrawn) screen.write("\n");
      isDrawn = false;
    },
  };
}

function barText(progress: ImportProgress): string {
  if (progress.kind === "names") {
    const { done, toDo } = progress;
    return `${bar(done, toDo)} names of ${done} of ${toDo} flows`;
  }
  const { daysDone, daysToDo, day, sandbox, counts } = progress;
  const runs = `${number(counts.runs)} ${counts.runs === 1 ? "run" : "runs"}`;
  return `${bar(daysDone, daysToDo)} ${daysDone} of ${daysToDo} days · ${runs} · ${sandbox} ${date(day)}`;
}

function bar(done: number, toDo: number): string {
  const filled = toDo === 0 ? BAR : Math.round((BAR * done) / toDo);
  const percent = toDo === 0 ? 100 : Math.floor((100 * done) / toDo);
  return `[${"#".repeat(filled)}${".".repeat(BAR - filled)}] ${String(percent).padStart(3)} %`;
}

function linesOn(screen: Screen): ProgressView {
  let runsBefore = 0;
  return {
    show(progress) {
      if (progress.kind === "names") {
        const { done, toDo } = progress;
        if (done === toDo) screen.write(`names of ${toDo} flows asked for\n`);
        return;
      }
      if (!progress.isDone) return;
      const { daysDone, daysToDo, day, sandbox, counts } = progress;
      const runs = counts.runs - runsBefore;
      runsBefore = counts.runs;
      screen.write(
        `${sandbox} ${date(day)}: ${number(runs)} runs (${daysDone} of ${daysToDo} days)\n`,
      );
    },
    end: () => undefined,
  };
}

/** With a comma every three digits, whatever the system's language. */
export function number(value: number): string {
  return value.toLocaleString("en-US");
}

function date(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}
