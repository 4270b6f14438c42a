/** The ways to have a list made. */
import { make } from "../messages/make";
import { toMake } from "../state/paths";

export function MakeLinks() {
  return (
    <section aria-label={make.title}>
      <h2>{make.title}</h2>
      <ul class="chips">
        {Object.entries(make.pages).map(([page, words]) => (
          <li key={page}>
            <a class="chip chip-large" href={toMake(page)}>
              {words}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
