import type { Json, JsonObject } from "../../page/contract.ts";
import { isList, isObject } from "../json.ts";

/** One thing that Slack would refuse, and where: a JSON pointer such as `/blocks/0/text/text`. */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
}

export type Check = (value: Json, pointer: string) => readonly Problem[];

type Fields = Readonly<Record<string, Check>>;

export const problem = (pointer: string, message: string): readonly Problem[] => [
  { pointer, message },
];

/** `constructor` is no key of ours. */
const own = (table: Fields, key: string): Check | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const below = (pointer: string, key: string): string =>
  `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** An object of this `type`; a key that is in neither list is refused, as Slack does. */
export function typed(type: string, required: Fields, optional: Fields = {}): Check {
  return shape({ type: oneOf(type), ...required }, optional);
}

export function shape(required: Fields, optional: Fields = {}): Check {
  return (value, pointer) => {
    if (!isObject(value)) return problem(pointer, "must be an object");
    const missing = Object.keys(required).filter((key) => value[key] === undefined);
    return [
      ...missing.map((key) => ({ pointer: below(pointer, key), message: "is required" })),
      ...Object.entries(value).flatMap(([key, field]) => {
        const check = own(required, key) ?? own(optional, key);
        const at = below(pointer, key);
        return check === undefined
          ? problem(at, "is not a key that Slack knows")
          : check(field, at);
      }),
    ];
  };
}

/** Chooses the check by the object's `type`. */
export function byType(what: string, table: Fields): Check {
  return (value, pointer) => {
    const type = isObject(value) ? value["type"] : undefined;
    if (typeof type !== "string") return problem(pointer, `must be ${what}, with a type`);
    const check = own(table, type);
    return check === undefined
      ? problem(below(pointer, "type"), `"${type}" is not allowed here as ${what}`)
      : check(value, pointer);
  };
}

export function list(item: Check, size: { min?: number; max: number }): Check {
  return (value, pointer) => {
    if (!isList(value)) return problem(pointer, "must be a list");
    const min = size.min ?? 1;
    const found: Problem[] = [];
    if (value.length < min) found.push({ pointer, message: `must have at least ${min} items` });
    if (value.length > size.max) {
      found.push({ pointer, message: `must have at most ${size.max} items, has ${value.length}` });
    }
    return [...found, ...value.flatMap((entry, index) => item(entry, `${pointer}/${index}`))];
  };
}

export function all(...checks: readonly Check[]): Check {
  return (value, pointer) => checks.flatMap((check) => check(value, pointer));
}

/** A rule over several keys of an object; it runs only on objects. */
export function rule(judge: (value: JsonObject) => string | undefined): Check {
  return (value, pointer) => {
    const message = isObject(value) ? judge(value) : undefined;
    return message === undefined ? [] : problem(pointer, message);
  };
}

export function oneOf(...allowed: readonly (string | number)[]): Check {
  return (value, pointer) =>
    (typeof value === "string" || typeof value === "number") && allowed.includes(value)
      ? []
      : problem(pointer, `must be ${allowed.join(" or ")}`);
}

export const flag: Check = (value, pointer) =>
  typeof value === "boolean" ? [] : problem(pointer, "must be true or false");

export const number: Check = (value, pointer) =>
  typeof value === "number" ? [] : problem(pointer, "must be a number");

export function integer(min: number, max: number): Check {
  return (value, pointer) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? []
      : problem(pointer, `must be a whole number from ${min} to ${max}`);
}
