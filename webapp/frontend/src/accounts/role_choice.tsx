/** Which role an account has. */
import type { AccountAnswer } from "../api/records";
import { say } from "../messages/accounts";

export type Role = AccountAnswer["role"];
const ROLES: readonly Role[] = ["listener", "guest", "admin"];

interface Props {
  readonly label: string;
  readonly role: Role;
  readonly onChange: (role: Role) => void;
  readonly id?: string;
}

export function RoleChoice({ label, role, onChange, id }: Props) {
  return (
    <span class="field">
      <select
        id={id}
        aria-label={id ? undefined : label}
        value={role}
        onChange={(event) => onChange(event.currentTarget.value as Role)}
      >
        {ROLES.map((each) => (
          <option key={each} value={each} title={say.roleHints[each]}>
            {say.roles[each]}
          </option>
        ))}
      </select>
    </span>
  );
}
