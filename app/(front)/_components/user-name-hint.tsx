/** Tells a password manager whose new password it is; not a field of the form. */
export function UserNameHint({ name }: { name: string }) {
  return <input type="text" autoComplete="username" defaultValue={name} readOnly hidden />;
}
