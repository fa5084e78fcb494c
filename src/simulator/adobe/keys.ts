import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";

const BITS = 2_048;

export interface KeyPair {
  /** `/prod/keys/pub-key-<uuid>.pem` */
  readonly path: string;
  readonly privateKey: KeyObject;
  readonly publicPem: string;
}

export type KeyNumber = 1 | 2;

export interface KeyRing {
  pairs(): readonly [KeyPair, KeyPair];
  find(path: string): KeyNumber | undefined;
  /** A new first pair under a new path; the second stays valid, as Adobe promises of its rotations. */
  rotate(): void;
  /** A sound key that fits no signature. */
  stranger(): KeyPair;
}

/**
 * Adobe signs everything twice, with two key pairs of 2048 bits. They are made at their first use, which takes some
 * tenths of a second: most tests of the Slack side never need them.
 */
export function createKeyRing(): KeyRing {
  let made: readonly [KeyPair, KeyPair] | undefined;
  let stranger: KeyPair | undefined;
  const pairs: KeyRing["pairs"] = () => (made ??= [newPair(), newPair()]);
  return {
    pairs,
    find: (path) => {
      const [first, second] = pairs();
      if (path === first.path) return 1;
      return path === second.path ? 2 : undefined;
    },
    rotate: () => {
      made = [newPair(), pairs()[1]];
    },
    stranger: () => (stranger ??= newPair()),
  };
}

const newPair = (): KeyPair => toPair(generateKeyPairSync("rsa", { modulusLength: BITS }));

function toPair(keys: { publicKey: KeyObject; privateKey: KeyObject }): KeyPair {
  return {
    path: `/prod/keys/pub-key-${randomUUID()}.pem`,
    privateKey: keys.privateKey,
    publicPem: keys.publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}
