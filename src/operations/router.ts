import { Router } from "express";
import type { Metrics } from "./metrics.ts";

/** One thing that must work before Flowrun can do its job; `problem` says what is wrong and what to do. */
export interface ReadinessCheck {
  readonly name: string;
  readonly problem: () => Promise<string | undefined>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** `/healthz`: the process answers. `/readyz`: it can do its job. `/metrics`: figures for Prometheus. */
export function createOperationsRouter({
  checks,
  metrics,
}: {
  readonly checks: readonly ReadinessCheck[];
  readonly metrics: Metrics;
}): Router {
  const router = Router();

  router.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });

  router.get("/readyz", async (_request, response) => {
    const found = await Promise.all(checks.map(runCheck));
    const ready = found.every(({ ok }) => ok);
    response.status(ready ? 200 : 503).json({
      status: ready ? "ready" : "not ready",
      checks: Object.fromEntries(found.map(({ name, ok, problem }) => [name, ok ? "ok" : problem])),
    });
  });

  router.get("/metrics", async (_request, response) => {
    response.type("text/plain; version=0.0.4").send(await metrics.render());
  });

  return router;
}

async function runCheck({
  name,
  problem,
}: ReadinessCheck): Promise<{ name: string; ok: boolean; problem?: string }> {
  try {
    const found = await withinTime(problem());
    return found === undefined ? { name, ok: true } : { name, ok: false, problem: found };
  } catch {
    return { name, ok: false, problem: "the check itself failed; see the log" };
  }
}

function withinTime(work: Promise<string | undefined>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, CHECK_TIMEOUT_MS, "no answer within 2 s");
  });
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}
