/** What a policy that nobody attached is called, by its message. */
export function givenTitle(type: "Role" | "Self", name: string) {
  if (type === "Self") return "given.Self";
  return name === "everything" ? "given.everything" : "given.Role";
}
