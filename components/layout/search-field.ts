/** The id of the header's field, which a key leads to. */
export const searchField = "shell-search";
