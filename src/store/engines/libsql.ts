import { accessSync, constants, mkdirSync } from "node:fs";
import path from "node:path";
import {
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
} from "kysely";
import Libsql from "libsql";
import { AppError } from "../../domain/errors.ts";

export interface LibsqlEngine {
  readonly dialect: Dialect;
  readonly file: string;
  /** Checkpoints the log and gives the folder free; nothing may run afterwards. */
  close(): void;
}

const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens the embedded engine in a folder: one connection, write-ahead log, a disk sync with each
 * commit, and a lock so that no other process can have the folder open (ADR-0001).
 * @throws AppError `folder_not_writable`, `folder_in_use` or `store_damaged`
 */
export function openLibsql(dataDir: string): LibsqlEngine {
  const folder = path.resolve(dataDir);
  makeWritable(folder);
  const lock = takeLock(folder);
  const file = path.join(folder, "flowrun.db");
  try {
    const db = openFile(file);
    return {
      dialect: new EmbeddedDialect(db),
      file,
      close() {
        db.exec("pragma wal_checkpoint(TRUNCATE)");
        release(lock);
      },
    };
  } catch (error) {
    release(lock);
    throw error;
  }
}

function makeWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new AppError(
      "folder_not_writable",
      `The data folder ${folder} cannot be written. Give the user that runs Flowrun the right to write there, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

/** A separate file, so that reading the database stays possible; freed by the system when we die. */
function takeLock(folder: string): Libsql.Database {
  const file = path.join(folder, "flowrun.lock");
  try {
    const lock = new Libsql(file);
    lock.exec("begin exclusive");
    return lock;
  } catch (error) {
    if (!isBusy(error)) {
      throw new AppError(
        "store_damaged",
        `${file} cannot be used as Flowrun's lock. Remove it while no Flowrun is running, and start again.`,
        { cause: error },
      );
    }
    throw new AppError(
      "folder_in_use",
      `Another Flowrun process has the data folder ${folder} open. Stop it first, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Libsql.SqliteError && error.code.startsWith("SQLITE_BUSY");
}

function release(lock: Libsql.Database): void {
  lock.exec("rollback");
  lock.close();
}

function openFile(file: string): Libsql.Database {
  try {
    const db = new Libsql(file, { timeout: BUSY_TIMEOUT_MS });
    db.exec("pragma journal_mode = WAL");
    db.exec("pragma synchronous = FULL");
    db.exec("pragma foreign_keys = ON");
    db.prepare("select count(*) from sqlite_master").all();
    return db;
  } catch (error) {
    throw new AppError(
      "store_damaged",
      `${file} cannot be opened as Flowrun's store. If it is damaged, put a backup in its place; if it is another program's file, set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

/** SQLite can undo schema changes, so a failed migration leaves nothing behind. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class EmbeddedDialect extends SqliteDialect {
  constructor(db: Libsql.Database) {
    super({ database: withStatementCache(db) });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }
}

/** More different statements than the queries have; beyond it the oldest is prepared anew. */
const CACHED_STATEMENTS = 300;

function withStatementCache(db: Libsql.Database): SqliteDatabase {
  const cache = new Map<string, SqliteStatement>();
  return {
    prepare(text) {
      const known = cache.get(text);
      if (known !== undefined) return known;
      const statement = guarded(db.prepare(text));
      const [oldest] = cache.keys();
      if (cache.size >= CACHED_STATEMENTS && oldest !== undefined) cache.delete(oldest);
      cache.set(text, statement);
      return statement;
    },
    // libsql keeps the file open after close() while statements live; the engine's close() does what can be done.
    close() {},
  };
}

function guarded(statement: Libsql.Statement<unknown[]>): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(parameters.map(bindable)),
    run: (parameters) => statement.run(parameters.map(bindable)),
    iterate: (parameters) => statement.iterate(parameters.map(bindable)),
  };
}

/** libsql ends the whole process on a boolean, so nothing unexpected may reach it. */
function bindable(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") {
    return value;
  }
  throw new TypeError(`a ${typeof value} cannot be bound to a statement`);
}
