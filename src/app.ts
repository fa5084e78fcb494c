import { randomUUID } from "node:crypto";
import express from "express";
import { uuidv7 } from "uuidv7";
import { adobeActions } from "./app/adobe-actions.ts";
import {
  adobeApis,
  type Changes,
  createLearner,
  type Learner,
  recorder,
} from "./app/adobe-apis.ts";
import type { Ground, Surroundings } from "./app/ground.ts";
import { startJournal } from "./app/journal.ts";
import { addressee, adobeRouter } from "./app/receiving.ts";
import { systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { AlertId } from "./domain/ids.ts";
import { loadCatalogue } from "./explanations/catalogue.ts";
import { createFlowrunMetrics } from "./operations/flowrun-metrics.ts";
import type { Metrics } from "./operations/metrics.ts";
import { createReadinessChecks } from "./operations/readiness.ts";
import { createOperationsRouter } from "./operations/router.ts";
import { createOutboxWorker, type OutboxWorker } from "./outbox/worker.ts";
import { readKept } from "./receive/read-notifications.ts";
import { VALIDATION_ORIGIN } from "./receive/validation.ts";
import { createSlackClient } from "./slack/client.ts";
import { createFinder, type Finder } from "./slack/finder.ts";
import { createLoginWatch } from "./slack/login-watch.ts";
import type { RenderContext } from "./slack/message.ts";
import { createSender } from "./slack/sender.ts";
import { createSlackApp, type SlackApp } from "./slack/slack-app.ts";
import { openStore } from "./store/open-store.ts";
import { createAlertChanger } from "./usecases/change-alert.ts";
import { startReadingAgain } from "./usecases/read-again.ts";
import type { Recorder } from "./usecases/record-notifications.ts";
import { settleLeftOver } from "./usecases/settle-retry.ts";
import { createOperatorNotices, type OperatorNotices } from "./usecases/tell-operator.ts";
import { readVersion } from "./version.ts";
import { answerTheRest, listen } from "./web-server.ts";

export interface RunningApp {
  readonly port: number;
  /** Stops listening, finishes what is under way, closes the store. */
  stop(): Promise<void>;
}

const ANSWER_BEFORE_STOP_MS = 4_000;

/**
 * Builds every part in order and starts it; `stop` undoes it in reverse.
 * @throws AppError for everything that keeps Flowrun from starting
 */
export async function startApp(config: Config, surroundings: Surroundings): Promise<RunningApp> {
  const { logger, clock = systemClock, random = Math.random } = surroundings;
  const { version = readVersion(), validationOrigin = VALIDATION_ORIGIN } = surroundings;
  const client = createSlackClient(config.slack);
  const store = await openStore(config.dataDir);
  const login = createLoginWatch({ client, clock, logger });
  const apis = adobeApis(config, { logger, clock, random });
  const around = { logger, clock, random, version, validationOrigin };
  const ground: Ground = { config, store, client, login, ...around, ...apis };
  try {
    await login.start();
    const { outbox, finder, web, slack, learner, changes, record, metrics, notices } =
      await build(ground);
    await settleLeftOver({ ...changes, onChanged: () => outbox.wake() });
    await slack.start();
    const server = await listen(web, config, { clock }).catch(async (error: unknown) => {
      await slack.stop();
      throw error;
    });
    await outbox.start();
    void finder.check(config.slack.channel);
    await learner?.start();
    const journal = startJournal(ground, surroundings, {
      record,
      metrics,
      changes,
      notices,
      learner,
    });
    logger.info({ port: server.port, host: config.host }, "listening");
    const reading = startReadingAgain({
      ...changes,
      onRecorded: () => changes.onRecorded([]),
      version,
      read: (kept) => readKept(kept, addressee(config)),
    });
    return {
      port: server.port,
      async stop() {
        // From now on nothing new is taken up; what is still recorded is told after the next start.
        const said = outbox.stop();
        await server.close();
        await journal?.stop();
        // Somebody may be waiting for Adobe's answer, but not for longer than a stop may take.
        const giveUp = clock.after(ANSWER_BEFORE_STOP_MS, () => apis.apis?.close());
        await slack.stop();
        giveUp();
        await reading.stop();
        apis.apis?.close();
        await learner?.stop();
        login.stop();
        await said;
        await store.close();
      },
    };
  } catch (error) {
    login.stop();
    await store.close();
    throw error;
  }
}

interface Built {
  readonly outbox: OutboxWorker;
  readonly finder: Finder;
  readonly web: express.Express;
  readonly slack: SlackApp;
  readonly changes: Changes;
  readonly record: Recorder;
  readonly metrics: Metrics;
  readonly notices: OperatorNotices;
  readonly learner?: Learner;
}

async function build(ground: Ground): Promise<Built> {
  const { config, store, client, login, logger, clock } = ground;
  const catalogue = loadCatalogue();
  const context = (): Omit<RenderContext, "layout"> => renderContext(ground);
  const finder = createFinder({ client, clock });
  const outbox = createOutboxWorker({
    ...ground,
    find: (delivery) => finder.find(delivery),
    say: createSender({ queries: store.read, catalogue, client, context, logger }),
    logger: logger.child({ part: "outbox" }),
    postsPerSecond: config.slack.postsPerSecond,
    workerId: randomUUID(),
  });
  const changes = changesOf(ground, outbox);
  const learner = createLearner(ground, changes);

  const web = express().disable("x-powered-by");
  // Slack's receiver and Adobe's router read the raw body, so both stand before anything that parses.
  const slack = await createSlackApp({
    web,
    config: config.slack,
    channel: config.slack.channel,
    login,
    client,
    queries: store.read,
    unreadableChannels: () => finder.unreadable(),
    catalogue,
    changeAlert: createAlertChanger(changes),
    ...adobeActions(ground, changes),
    context,
    clock,
    random: ground.random,
    logger: logger.child({ part: "slack" }),
  });
  const metrics = createFlowrunMetrics(store.read);
  const record = recorder(changes, learner);
  const notices = createOperatorNotices({ ...changes, onTold: () => outbox.wake() });
  web.use(adobeRouter(ground, { metrics, record, notices }));
  web.use(operationsRouter(ground, { metrics, outbox, slack }));
  answerTheRest(web, logger);
  return {
    outbox,
    finder,
    web,
    slack,
    changes,
    record,
    metrics,
    notices,
    ...(learner === undefined ? {} : { learner }),
  };
}

function operationsRouter(
  { store, login }: Ground,
  { metrics, outbox, slack }: Pick<Built, "metrics" | "outbox" | "slack">,
): express.Router {
  const socketProblem = slack.connectionProblem;
  const checks = createReadinessChecks({ store, outbox, login, socketProblem });
  return createOperationsRouter({ metrics, checks });
}

function changesOf(
  { store, clock, logger, config }: Ground,
  outbox: OutboxWorker,
): Changes & { readonly onRecorded: () => void } {
  return {
    store,
    clock,
    logger,
    channels: [config.slack.channel],
    newAlertId: () => AlertId.parse(uuidv7()),
    onRecorded: () => outbox.wake(),
  };
}

function renderContext({
  config,
  login,
  clock,
  version,
  apis,
}: Ground): Omit<RenderContext, "layout"> {
  const imsOrgId = config.adobe.orgId;
  const workspaceUrl = login.workspaceUrl();
  return {
    version,
    now: clock.now(),
    asksAdobe: apis !== undefined,
    ...(imsOrgId === undefined ? {} : { imsOrgId }),
    ...(workspaceUrl === undefined ? {} : { workspaceUrl }),
  };
}
