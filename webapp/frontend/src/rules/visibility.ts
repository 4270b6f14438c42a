/** Who sees a library: null for everybody, else the ids of accounts. */
import type { AccountAnswer } from "../api/records";

export type VisibleTo = readonly string[] | null;

/** The accounts that can be chosen: admins see every library, and guests none that is not everybody's. */
export function choosable(accounts: readonly AccountAnswer[]): readonly AccountAnswer[] {
  return accounts.filter((one) => one.role === "listener");
}

/** Adds or removes one account; an account that cannot be chosen any more stays as it is. */
export function toggled(visibleTo: VisibleTo, account: string): VisibleTo {
  const chosen = visibleTo ?? [];
  return chosen.includes(account) ? chosen.filter((one) => one !== account) : [...chosen, account];
}
