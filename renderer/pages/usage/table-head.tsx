// The head of the tables of usage: a name, then figures.

/** `columns`: the name of the rows first, figures after it. */
export function TableHead({ columns: [first, ...figures] }: { readonly columns: readonly string[] }) {
  return (
    <thead>
      <tr className="border-b border-line text-left text-xs text-ink-faint">
        <th scope="col" className="py-1.5 font-medium">
          {first}
        </th>
        {figures.map((figure) => (
          <th key={figure} scope="col" className="py-1.5 text-right font-medium">
            {figure}
          </th>
        ))}
      </tr>
    </thead>
  );
}
