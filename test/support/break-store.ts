import path from "node:path";
import Libsql from "libsql";

/**
 * Takes a table away from under a running Flowrun, so that the store fails at once, and gives it
 * back. Flowrun's lock is a file of its own, so a second connection to the store is possible.
 */
export function breakTable(dataDir: string, table: string): { readonly mend: () => void } {
  rename(dataDir, table, `${table}_away`);
  return { mend: () => rename(dataDir, `${table}_away`, table) };
}

function rename(dataDir: string, from: string, to: string): void {
  const db = new Libsql(path.join(dataDir, "flowrun.db"));
  // Otherwise references in other tables would follow the new name.
  db.exec("pragma legacy_alter_table = ON");
  db.exec(`alter table ${from} rename to ${to}`);
  db.close();
}
