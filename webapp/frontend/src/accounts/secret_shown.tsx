/** Something that is shown once, to be copied. */
import { say } from "../messages/accounts";
import { notify } from "../state/notices";

export function SecretShown({ secret, hint }: { secret: string; hint: string }) {
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    notify(say.account.tokens.copied);
  };
  return (
    <div class="secret" role="status">
      <code class="command">{secret}</code>
      {/* Browsers let pages copy on this machine and behind HTTPS only. */}
      {window.isSecureContext && (
        <button type="button" class="button" onClick={() => void copy()}>
          {say.account.tokens.copy}
        </button>
      )}
      <p class="field-hint">{hint}</p>
    </div>
  );
}
