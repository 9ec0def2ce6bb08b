/** The demo's people (product.md). Everyone's password is the same, and printed in the README. */
export const demoPassword = "Espalier-demo-2026";
export const demoOperator = { email: "operator@espalier.test", displayName: "Odile Perrin" };
/** Asks for what the first one has to approve. */
export const secondOperator = { email: "second@espalier.test", displayName: "Samir Haddad" };

interface DemoSubAccount {
  name: string;
  displayName: string;
  policies?: string[];
  disabled?: string;
  note?: string;
}

interface DemoAccount {
  name: string;
  companyName: string;
  phone: string;
  approved: boolean;
  /** The wallet's opening balance. */
  credit?: string;
  subAccounts: DemoSubAccount[];
}

const harborPeople: DemoSubAccount[] = [
  { name: "ada", displayName: "Ada Lindqvist", note: "Vision models, team Quay" },
  { name: "lin", displayName: "林晓雨", policies: ["AliyunBSSReadOnlyAccess"], note: "财务" },
  { name: "kit", displayName: "Kit Okafor", disabled: "Left the company on 31 October" },
  { name: "mara", displayName: "Mara Duarte", policies: ["AliyunRAMFullAccess"], note: "Manages sub-accounts" },
  { name: "bo", displayName: "Bo Zhang" },
  { name: "ci-build", displayName: "Build pipeline", note: "Owned by team Pier" },
  { name: "chen-wei", displayName: "陈伟" },
  { name: "dana", displayName: "Dana Petrova" },
  { name: "eval-nightly", displayName: "Nightly evaluation" },
  { name: "felix", displayName: "Felix Brandt" },
  { name: "ines", displayName: "Inès Moreau" },
  { name: "jun", displayName: "Jun Takahashi" },
  { name: "noor", displayName: "Noor Rahman" },
  { name: "sven", displayName: "Sven Aalto" },
  { name: "training-eu", displayName: "Training, Europe" },
  { name: "wang-fang", displayName: "王芳" },
];

export const demoAccounts: DemoAccount[] = [
  {
    name: "harbor",
    companyName: "Harbor Robotics",
    phone: "+8613800138000",
    approved: true,
    credit: "20000",
    subAccounts: harborPeople,
  },
  {
    name: "orchard",
    companyName: "Orchard Analytics",
    phone: "+4930901820",
    approved: true,
    credit: "5000",
    subAccounts: [
      { name: "ada", displayName: "Ada Novak" },
      { name: "pip", displayName: "Pip Sharma" },
    ],
  },
  { name: "meadow", companyName: "Meadow Labs", phone: "+16502530000", approved: false, subAccounts: [] },
];
