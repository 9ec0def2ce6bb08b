interface SearchProps {
  name: string;
  label: string;
  value: string | undefined;
  placeholder?: string;
  maxLength?: number;
  options?: never;
}

interface SelectProps {
  name: string;
  label: string;
  value: string | undefined;
  /** The first stands for "no filter" and has the value "". */
  options: { value: string; label: string }[];
}

/** One filter of a `<FilterRow>`: a search box, or a select when options are given. */
export function FilterField(props: SearchProps | SelectProps) {
  const id = `filter-${props.name}`;
  // Drawn anew when the address says otherwise: what was typed before must not come back with the next filter.
  const key = props.value ?? "";
  return (
    <div className="filter-field">
      <label htmlFor={id} className="sr-only">
        {props.label}
      </label>
      {props.options ? (
        <select key={key} id={id} name={props.name} defaultValue={props.value ?? ""} className="field">
          {props.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          key={key}
          id={id}
          type="search"
          name={props.name}
          defaultValue={props.value ?? ""}
          placeholder={props.placeholder ?? props.label}
          maxLength={props.maxLength ?? 200}
          autoComplete="off"
          className="field"
        />
      )}
    </div>
  );
}
