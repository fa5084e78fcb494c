import { z } from "zod";

/**
 * What we read of Flow Service's and Catalog's answers, tolerantly: a part that is missing or of a wrong
 * type is not known. Flow Service answers a question for one thing with a list of one, or with the thing.
 */

const LONGEST_NAME = 200;

/** One line of bounded length; the store and the cards never see more. */
const Name = z
  .string()
  .transform((text) =>
    text
      .slice(0, 1_000)
      .replaceAll(/[\s\p{Cc}]+/gu, " ")
      .trim(),
  )
  // The last place may have cut a character in two.
  .transform((text) => text.slice(0, LONGEST_NAME).replace(/[\uD800-\uDBFF]$/, ""))
  .refine((text) => text !== "")
  .optional()
  .catch(undefined);

/** It becomes part of a path, so nothing that means something there. */
const Id = z
  .string()
  .regex(/^[\w-]{1,200}$/)
  .optional()
  .catch(undefined);

const FirstId = z
  .array(z.unknown())
  .transform((ids) => Id.parse(ids[0]))
  .optional()
  .catch(undefined);

/** A number; one in quotes counts, too. */
const Percent = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,3}(\.\d{1,6})?$/)
      .transform(Number),
  ])
  .pipe(z.number().min(0).max(100))
  .optional()
  .catch(undefined);

const ListOfOne = z.object({ items: z.array(z.unknown()).min(1) });

const Flow = z.object({
  name: Name,
  sourceConnectionIds: FirstId,
  targetConnectionIds: FirstId,
  options: z.object({ partialIngestionPercent: Percent }).optional().catch(undefined),
});
const Source = z.object({
  name: Name,
  baseConnectionId: Id,
  connectionSpec: z.object({ id: Id }).optional().catch(undefined),
});
const Target = z.object({
  params: z.object({ dataSetId: Id, datasetId: Id }).optional().catch(undefined),
});
const Named = z.object({ name: Name });
const Started = z.object({ id: Id });
const Tested = z.object({ result: z.boolean() });

export interface FlowAnswer {
  readonly name: string;
  readonly sourceId?: string | undefined;
  readonly targetId?: string | undefined;
  /** How many of a run's records, in percent, may fail before the whole run does. */
  readonly toleratedPercent?: number | undefined;
}

export function isId(text: string): boolean {
  return Id.parse(text) !== undefined;
}

/** `undefined`: not what Flow Service answers; a flow has a name. */
export function readFlow(json: unknown): FlowAnswer | undefined {
  const flow = Flow.safeParse(single(json)).data;
  if (flow?.name === undefined) return undefined;
  const { name, sourceConnectionIds: sourceId, targetConnectionIds: targetId } = flow;
  return { name, sourceId, targetId, toleratedPercent: flow.options?.partialIngestionPercent };
}

export function readSource(
  json: unknown,
): { readonly name?: string | undefined; readonly specId?: string | undefined } | undefined {
  const source = Source.safeParse(single(json)).data;
  return source && { name: source.name, specId: source.connectionSpec?.id };
}

/** The id of the connection that holds the source's address and login. */
export function readBaseConnection(json: unknown): string | undefined {
  return Source.safeParse(single(json)).data?.baseConnectionId;
}

/** The id of the run that a retry started. */
export function readStartedRun(json: unknown): string | undefined {
  return Started.safeParse(single(json)).data?.id;
}

/** Whether a connection works. */
export function readConnectionTest(json: unknown): boolean | undefined {
  return Tested.safeParse(single(json)).data?.result;
}

/** The dataset's id. */
export function readTarget(json: unknown): string | undefined {
  const params = Target.safeParse(single(json)).data?.params;
  return params?.dataSetId ?? params?.datasetId;
}

/** Adobe's names of connectors are like `sftp` and `azure-blob`. */
export function readSourceType(json: unknown): string | undefined {
  const name = Named.safeParse(single(json)).data?.name;
  if (name === undefined) return undefined;
  if (/^[a-z0-9]{1,4}$/.test(name)) return name.toUpperCase();
  // "s3" and the like are no words.
  const words = name
    .replaceAll(/[-_]+/g, " ")
    .replaceAll(/\b[a-z]\d\b/g, (sign) => sign.toUpperCase())
    .trim();
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** Catalog answers with an object that has the dataset under its id. */
export function readDataset(json: unknown, datasetId: string): string | undefined {
  const byId = z.record(z.string(), z.unknown()).safeParse(json).data;
  const own = byId !== undefined && Object.hasOwn(byId, datasetId) ? byId[datasetId] : undefined;
  return Named.safeParse(own).data?.name;
}

function single(json: unknown): unknown {
  return ListOfOne.safeParse(json).data?.items[0] ?? json;
}
