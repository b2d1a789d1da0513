// The header row of the usage tables: a name, then figures.

/** `columns`: the row name first, then the figures. */
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
