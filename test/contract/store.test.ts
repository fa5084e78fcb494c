import { openTempStore } from "../support/temp-store.ts";
import { describeRuleContract } from "./rule-contract.ts";
import { describeStoreContract } from "./store-contract.ts";

describeStoreContract("libsql", openTempStore);
describeRuleContract("libsql", openTempStore);
