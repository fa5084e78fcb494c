/** What a request for the list of runs asks for. */
export type RunQuery =
  | {
      readonly ok: true;
      readonly filters: readonly Filter[];
      readonly limit: number;
      readonly orderby?: Order;
      readonly token?: string;
      readonly count: boolean;
    }
  | { readonly ok: false; readonly error: string };

interface Filter {
  readonly path: readonly string[];
  readonly operator: Operator;
  readonly value: string;
}

interface Order {
  readonly path: readonly string[];
  readonly descending: boolean;
}

type Operator = "==" | "!=" | ">=" | "<=" | ">" | "<";
type Run = Readonly<Record<string, unknown>>;

const KNOWN = new Set(["property", "limit", "orderby", "continuationToken", "count"]);
const PROPERTY = /^([A-Za-z]\w*(?:\.\w+)*)(==|!=|>=|<=|>|<)([^=<>]+)$/;
const ORDER = /^([+ -]?)([A-Za-z]\w*(?:\.\w+)*)$/;
const DEFAULT_LIMIT = 20;
const MOST = 100;

export function parseRunQuery(query: URLSearchParams): RunQuery {
  const stranger = [...query.keys()].find((name) => !KNOWN.has(name));
  if (stranger !== undefined) return { ok: false, error: `unknown parameter ${stranger}` };
  const filters = query.getAll("property").map(toFilter);
  const limit = query.get("limit") ?? String(DEFAULT_LIMIT);
  const orderby = query.get("orderby");
  const order = orderby === null ? undefined : toOrder(orderby);
  const token = query.get("continuationToken");
  const count = query.get("count") ?? "false";
  const bad = Object.entries({
    property: filters.includes(undefined),
    limit: !/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > MOST,
    orderby: orderby !== null && order === undefined,
    count: !/^(true|false)$/.test(count),
  }).find(([, isBad]) => isBad);
  if (bad !== undefined) return { ok: false, error: `bad ${bad[0]}` };
  return {
    ok: true,
    filters: filters.flatMap((filter) => filter ?? []),
    limit: Number(limit),
    count: count === "true",
    ...(order === undefined ? {} : { orderby: order }),
    ...(token === null ? {} : { token }),
  };
}

function toFilter(property: string): Filter | undefined {
  const [, path, operator, value] = PROPERTY.exec(property) ?? [];
  if (path === undefined || value === undefined || !isOperator(operator)) return undefined;
  const compares = operator !== "==" && operator !== "!=";
  if (compares && !/^-?\d+$/.test(value)) return undefined;
  return { path: path.split("."), operator, value };
}

function isOperator(text: string | undefined): text is Operator {
  return text !== undefined && /^(==|!=|>=|<=|>|<)$/.test(text);
}

/** In a query `+` stands for a blank. */
function toOrder(text: string): Order | undefined {
  const [, sign, path] = ORDER.exec(text) ?? [];
  return path === undefined ? undefined : { path: path.split("."), descending: sign === "-" };
}

/** A run that lacks what is compared is not among those that are found. */
export function fits(run: Run, { path, operator, value }: Filter): boolean {
  const found = at(run, path);
  if (found === undefined) return operator === "!=";
  const text = typeof found === "string" ? found : JSON.stringify(found);
  if (operator === "==") return value.split(",").includes(text);
  if (operator === "!=") return text !== value;
  if (typeof found !== "number") return false;
  const wanted = Number(value);
  if (operator === ">") return found > wanted;
  if (operator === "<") return found < wanted;
  return operator === ">=" ? found >= wanted : found <= wanted;
}

export function byOrder({ path, descending }: Order): (one: Run, other: Run) => number {
  const sign = descending ? -1 : 1;
  return (one, other) => sign * (Number(at(one, path) ?? 0) - Number(at(other, path) ?? 0));
}

function at(run: Run, path: readonly string[]): unknown {
  let value: unknown = run;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
}
