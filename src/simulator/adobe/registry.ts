import { randomUUID } from "node:crypto";

/** A flow as the people of the organisation made it. What is absent, Adobe does not have. */
export interface SimulatedFlow {
  readonly flowId: string;
  /** Default "prod". */
  readonly sandbox?: string;
  readonly name?: string;
  readonly source?: {
    readonly name: string;
    /** The connector, such as "sftp". */
    readonly type: string;
    /** Whether Adobe reaches it. Default: it does. */
    readonly works?: boolean;
  };
  /** Default "enabled". */
  readonly state?: "enabled" | "disabled";
  /** Default "hour". */
  readonly frequency?: "once" | "hour";
  readonly dataset?: { readonly name: string };
  /** How many of a run's records, in percent, may fail before the whole run does. */
  readonly partialIngestionPercent?: number;
}

export type Resource =
  | "flows"
  | "connections"
  | "sourceConnections"
  | "connectionSpecs"
  | "targetConnections"
  | "dataSets";

type Thing = Readonly<Record<string, unknown>>;

export interface Registry {
  /** Takes the place of what was defined for the same flow. */
  readonly define: (flow: SimulatedFlow) => void;
  readonly find: (resource: Resource, id: string, sandbox: string) => Thing | undefined;
}

/** The flows, connections and datasets of one organisation, each in its sandbox. */
export function createRegistry(): Registry {
  const things = new Map<string, Thing>();
  const keyOf = (resource: Resource, id: string, sandbox: string): string =>
    [sandbox, resource, id].join(" ");

  return {
    define({ flowId, sandbox = "prod", name, source, dataset, ...rest }) {
      const add = (resource: Resource, id: string, thing: Thing): string => {
        things.set(keyOf(resource, id, sandbox), { id, ...thing });
        return id;
      };
      const sourceIds = source && [
        add("sourceConnections", randomUUID(), {
          name: source.name,
          baseConnectionId: add("connections", randomUUID(), { works: source.works ?? true }),
          connectionSpec: {
            id: add("connectionSpecs", randomUUID(), { name: source.type }),
            version: "1.0",
          },
        }),
      ];
      const targetIds = dataset && [
        add("targetConnections", randomUUID(), {
          params: { dataSetId: add("dataSets", idOfDataset(), { name: dataset.name }) },
        }),
      ];
      add("flows", flowId, {
        name,
        state: rest.state ?? "enabled",
        frequency: rest.frequency ?? "hour",
        ...(rest.partialIngestionPercent === undefined
          ? {}
          : {
              options: {
                errorDiagnosticsEnabled: true,
                partialIngestionPercent: rest.partialIngestionPercent,
              },
            }),
        sourceConnectionIds: sourceIds ?? [],
        targetConnectionIds: targetIds ?? [],
      });
    },
    find: (resource, id, sandbox) => things.get(keyOf(resource, id, sandbox)),
  };
}

/** Catalog's ids are 24 hexadecimal digits. */
const idOfDataset = (): string => randomUUID().replaceAll("-", "").slice(0, 24);
