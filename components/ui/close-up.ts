/** Where a name stands in Latin letters Chinese sets a space; words of ours in its place take none. */
export const closeUp = (text: string): string => text.replace(/(?<=\p{Script=Han}) +(?=\p{Script=Han})/gu, "");
