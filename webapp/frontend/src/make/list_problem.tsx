/** Why there is no list: what was asked for cannot be had, or the server could not be asked. */
import { ApiProblem } from "../api/client";
import { Empty, Problem } from "../components/states";
import { make } from "../messages/make";

const CANNOT_BE_HAD = [400, 404, 422, 503];

export function ListProblem({ problem, again }: { problem: unknown; again: () => void }) {
  if (!(problem instanceof ApiProblem && problem.detail && CANNOT_BE_HAD.includes(problem.status)))
    return <Problem problem={problem} again={again} />;
  const { detail, status } = problem;
  return (
    <div role="alert">
      <Empty
        icon="info"
        title={status === 503 ? make.notYet : make.refused}
        hint={`${detail[0]?.toUpperCase()}${detail.slice(1)}.`}
      />
    </div>
  );
}
