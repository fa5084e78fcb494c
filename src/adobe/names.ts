import type { Clock } from "../clock.ts";
import type { FlowNames } from "../domain/flow-names.ts";
import type { FlowId } from "../domain/ids.ts";
import * as answers from "./answers.ts";
import { createKeptLookups } from "./kept-lookups.ts";
import type { Lookup, PlatformReader } from "./platform-reader.ts";

export type NameLookup =
  | {
      readonly kind: "found";
      readonly names: FlowNames;
      /** `false`: a part of it could not be asked for now. */
      readonly complete: boolean;
    }
  | { readonly kind: "none" }
  | { readonly kind: "unavailable" };

/** Where names of flows come from. Never rejects. */
export interface NameSource {
  find(flowId: FlowId, sandbox: string): Promise<NameLookup>;
}

interface Parts {
  readonly read: PlatformReader;
  readonly clock: Pick<Clock, "now">;
}

const FLOW_SERVICE = "/data/foundation/flowservice";
const CATALOG = "/data/foundation/catalog";

/** A flow, its source connection and that one's kind, its target connection and that one's dataset. */
export function createNameSource(parts: Parts): NameSource {
  const flows = createResource(parts, `${FLOW_SERVICE}/flows`, answers.readFlow);
  const sources = createResource(parts, `${FLOW_SERVICE}/sourceConnections`, answers.readSource);
  const types = createResource(parts, `${FLOW_SERVICE}/connectionSpecs`, answers.readSourceType);
  const targets = createResource(parts, `${FLOW_SERVICE}/targetConnections`, answers.readTarget);
  const datasets = createResource(parts, `${CATALOG}/dataSets`, answers.readDataset);

  async function sourceOf(id: string | undefined, sandbox: string): Promise<Part> {
    const source = await sources(id, sandbox);
    const { name: sourceName, specId } = valueOf(source) ?? {};
    const type = await types(specId, sandbox);
    const sourceType = valueOf(type);
    return {
      names: {
        ...(sourceName === undefined ? {} : { sourceName }),
        ...(sourceType === undefined ? {} : { sourceType }),
      },
      complete: isAnswered(source) && isAnswered(type),
    };
  }

  async function datasetOf(targetId: string | undefined, sandbox: string): Promise<Part> {
    const target = await targets(targetId, sandbox);
    const dataset = await datasets(valueOf(target), sandbox);
    const datasetId = valueOf(target);
    const datasetName = valueOf(dataset);
    return {
      names: {
        ...(datasetName === undefined ? {} : { datasetName }),
        ...(datasetId === undefined ? {} : { datasetId }),
      },
      complete: isAnswered(target) && isAnswered(dataset),
    };
  }

  return {
    async find(flowId, sandbox) {
      const flow = await flows(flowId, sandbox);
      if (flow.kind !== "found") return { kind: flow.kind };
      const { name: flowName, sourceId, targetId, toleratedPercent } = flow.value;
      const [source, dataset] = await Promise.all([
        sourceOf(sourceId, sandbox),
        datasetOf(targetId, sandbox),
      ]);
      return {
        kind: "found",
        names: {
          flowName,
          ...source.names,
          ...dataset.names,
          ...(toleratedPercent === undefined ? {} : { toleratedPercent }),
        },
        complete: source.complete && dataset.complete,
      };
    },
  };
}

interface Part {
  readonly names: FlowNames;
  readonly complete: boolean;
}

function createResource<T>(
  { read, clock }: Parts,
  path: string,
  parse: (json: unknown, id: string) => T | undefined,
): (id: string | undefined, sandbox: string) => Promise<Lookup<T>> {
  const kept = createKeptLookups<T>(() => clock.now());

  async function ask(id: string, sandbox: string): Promise<Lookup<T>> {
    const answer = await read(`${path}/${id}`, sandbox);
    if (answer.kind !== "found") return answer;
    const value = parse(answer.value, id);
    return value === undefined ? { kind: "none" } : { kind: "found", value };
  }

  return async (id, sandbox) =>
    id === undefined || !answers.isId(id)
      ? { kind: "none" }
      : kept(`${sandbox} ${id}`, () => ask(id, sandbox));
}

function valueOf<T>(lookup: Lookup<T>): T | undefined {
  return lookup.kind === "found" ? lookup.value : undefined;
}

function isAnswered(lookup: Lookup<unknown>): boolean {
  return lookup.kind !== "unavailable";
}
