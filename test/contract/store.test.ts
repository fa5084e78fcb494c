import { openTempStore } from "../support/temp-store.ts";
import { describeStoreContract } from "./store-contract.ts";

describeStoreContract("libsql", openTempStore);
