"""The files of the checked program: their trees and how their modules are found."""
