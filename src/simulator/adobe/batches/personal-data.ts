/** People who do not exist. Nothing of them may ever be seen outside the simulator's diagnostics. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly iban: string;
  readonly birthDate: string;
}

const NAMES = ["Ottoline Canarsky", "Barnaby Canarling", "Perpetua Canarova", "Ignace Canarvik"];

export function personOf(row: number): Person {
  const name = NAMES[row % NAMES.length] ?? "";
  return {
    name: `${name} ${row}`,
    email: `${name.toLowerCase().replace(" ", ".")}.${row}@canary.example`,
    phone: `+49 30 5550${String(1_000 + row)}`,
    iban: `DE00CANARY${String(100_000 + row)}`,
    birthDate: `31.02.19${String(70 + (row % 30))}`,
  };
}

/** Texts of which one stands in every piece of personal data that the simulator makes. */
export const PERSONAL_DATA: readonly string[] = [
  "Canar",
  "canary.example",
  "+49 30 5550",
  "DE00CANARY",
  "31.02.19",
];
