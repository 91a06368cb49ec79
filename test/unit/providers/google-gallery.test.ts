import { google as played } from "../../../loopback/google/vendor.ts";
import { google } from "../../../providers/google/provider.ts";
import { googleExhibits } from "../../gallery/google.ts";
import { googleByHand } from "../../gallery/google-by-hand.ts";
import { describeGallery } from "./gallery-checks.ts";

describeGallery({
  played,
  provider: google,
  config: { project: "gallery-google", billingProject: "gallery-google" },
  exhibits: googleExhibits,
  byHand: googleByHand,
});
