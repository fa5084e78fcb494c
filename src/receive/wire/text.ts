import { z } from "zod";
import { lenient } from "./lenient.ts";

/** Lone surrogates cannot be written as UTF-8, and PostgreSQL stores no U+0000. */
const UNSTORABLE = /[\p{Surrogate}\0]/gu;

/** At most `max` UTF-16 units, cut between characters, with "…" where something is missing. */
function bounded(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

function textUpTo(
  max: number,
  source: z.ZodType<string> = z.string(),
): z.ZodType<string | undefined> {
  return lenient(
    source.transform((text) => {
      const clean = bounded(text, max).replace(UNSTORABLE, "\uFFFD");
      return clean.trim() === "" ? undefined : clean;
    }),
  );
}

export const NameText = textUpTo(500);
export const MessageText = textUpTo(5_000);
export const DetailText = textUpTo(50_000);

/** Codes are compared, so stray spaces must not tell two of them apart; some senders write numbers. */
export const CodeText = textUpTo(
  500,
  z.union([z.string(), z.number().transform(String)]).transform((code) => code.trim()),
);

/** Cutting a link would make another one of it, so one that is too long is dropped. */
export const UrlText = lenient(
  z.string().refine((url) => url !== "" && url.length <= 2_000 && url.search(UNSTORABLE) < 0),
);

/** No control, format or surrogate characters: an id that would have to be mended is no id. */
export const WireId = z
  .string()
  .trim()
  .regex(/^\P{C}+$/u);
