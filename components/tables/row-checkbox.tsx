interface Props {
  name: string;
  value: string;
  /** The form around or beside the table that acts on what is ticked. */
  form: string;
  label: string;
}

/** Chooses a row for what a form does to several. */
export function RowCheckbox({ label, ...control }: Props) {
  return <input type="checkbox" {...control} aria-label={label} className="choice-box me-2 align-middle" />;
}
