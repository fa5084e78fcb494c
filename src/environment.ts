import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { AppError } from "./domain/errors.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings as the user gives them: the file `.env` in the working folder, and before it the process's own.
 * @throws AppError `bad_settings`
 */
export function readEnvironment(own: Environment): Environment {
  try {
    return { ...parseEnv(readFileSync(".env", "utf8")), ...own };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return own;
    throw new AppError("bad_settings", "The file .env is there but cannot be read.", {
      cause: error,
    });
  }
}
