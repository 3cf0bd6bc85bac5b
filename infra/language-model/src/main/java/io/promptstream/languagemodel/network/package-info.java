/** GPT-2's network as a TorchScript class, its shape, its weights and its padded inputs. */
@NullMarked
package io.promptstream.languagemodel.network;

import org.jspecify.annotations.NullMarked;
