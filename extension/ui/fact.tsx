// One term and what there is to say of it; a list of facts is made of these.
import type { ComponentChildren } from "preact";

export function Fact(props: {
  term: string;
  note?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { term, note, children } = props;
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        {children}
        {note && <small>{note}</small>}
      </dd>
    </div>
  );
}
